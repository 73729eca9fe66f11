import { useEffect } from "react";

type Unsaved = {
  question: string;
  /** It is lost too where the page that is there is rendered again. */
  anew: boolean;
  /** Where it stands; sent, it is not lost. */
  form: HTMLFormElement | null;
};

/** What is unsaved on the page. */
const unsavedHere = new Set<Unsaved>();

/**
 * Asks before the page is left with something unsaved: by a link, by going back, by closing, by loading anew,
 * or by another form of it that is marked with `data-replaces`, as its answer puts the page there anew. It asks
 * once, however much is unsaved.
 *
 * @param anew see `mayRenderAnew`.
 * @param form see `mayReplace`.
 */
export function useLeaveWarning(
  unsaved: boolean,
  question: string,
  { anew = false, form = null }: Partial<Pick<Unsaved, "anew" | "form">> = {},
): void {
  useEffect(() => {
    if (!unsaved) return;
    const here = { question, anew, form };
    unsavedHere.add(here);
    if (unsavedHere.size === 1) listening = listen();
    return () => {
      unsavedHere.delete(here);
      if (unsavedHere.size === 0) listening?.abort();
    };
  }, [unsaved, question, anew, form]);
}

/** Whether anything is unsaved on the page. */
export function isUnsaved(): boolean {
  return unsavedHere.size > 0;
}

/** Asks, where something is unsaved; for what leads away and is no link. */
export function mayLeave(): boolean {
  return agreed([...unsavedHere]);
}

/** Asks, where something is unsaved besides what stands in the form, whose answer puts the page there anew. */
export function mayReplace(form: HTMLFormElement): boolean {
  return agreed([...unsavedHere].filter((unsaved) => unsaved.form !== form));
}

/** Asks, where something unsaved would not stay on the page when it is rendered again. */
export function mayRenderAnew(): boolean {
  return agreed([...unsavedHere].filter(({ anew }) => anew));
}

function agreed([first]: Unsaved[]): boolean {
  return first === undefined || window.confirm(first.question);
}

let listening: AbortController | undefined;

function listen(): AbortController {
  const listening = new AbortController();
  const { signal } = listening;
  const closing = (event: BeforeUnloadEvent) => event.preventDefault();
  const clicked = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || link.isContentEditable) return;
    if (link.hasAttribute("download")) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || mayLeave()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  /* Back to another of our pages: the document stays, so `beforeunload` says nothing. */
  const navigated = (event: NavigateEvent) => {
    const stays = event.navigationType === "traverse" && event.destination.sameDocument;
    if (stays && event.cancelable && !mayLeave()) event.preventDefault();
  };
  const submitted = (event: SubmitEvent) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.replaces === undefined || mayReplace(form)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  /* Older browsers do not have it. */
  const navigation: Navigation | undefined = window.navigation;
  window.addEventListener("beforeunload", closing, { signal });
  window.addEventListener("click", clicked, { capture: true, signal });
  window.addEventListener("submit", submitted, { capture: true, signal });
  navigation?.addEventListener("navigate", navigated, { signal });
  return listening;
}

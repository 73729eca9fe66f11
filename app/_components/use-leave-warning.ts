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
  const navigation: Navigation | undefined = window.navigation;
  window.addEventListener("beforeunload", closing, { signal });
  window.addEventListener("click", clicked, { capture: true, signal });
  window.addEventListener("submit", submitted, { capture: true, signal });
  if (navigation) navigation.addEventListener("navigate", navigated, { signal });
  else askAfterGoingBack(signal);
  return listening;
}

/**
 * For Safari until 26.2, which does not tell before one goes back. The address has changed by then and what was
 * typed still stands: whoever stays gets the address of the page back, as the next one.
 */
function askAfterGoingBack(signal: AbortSignal): void {
  const page = () => ({ address: location.href, state: history.state });
  let here = page();
  const went = (event: PopStateEvent) => {
    if (mayLeave()) return;
    /* The router, which listens on the way up, does not hear of it. */
    event.stopImmediatePropagation();
    history.pushState(here.state, "", here.address);
  };
  window.addEventListener("popstate", went, { capture: true, signal });
  /* A draft that is saved for the first time gets an address of its own. */
  window.addEventListener("input", () => (here = page()), { capture: true, signal });
}

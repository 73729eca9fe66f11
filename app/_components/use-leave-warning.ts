import { useEffect } from "react";

type Unsaved = {
  question: string;
  /** It is also lost when the current page is rendered again. */
  anew: boolean;
  /** The form that contains it; sending that form does not lose it. */
  form: HTMLFormElement | null;
};

/** What is unsaved on the page. */
const unsavedHere = new Set<Unsaved>();

/**
 * Asks before unsaved input is lost: by following a link, going back, closing, reloading, or by sending
 * another form of the page that is marked with `data-replaces` because its answer replaces the page. Asks
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

/** Asks if anything is unsaved; for ways off the page that are not links. */
export function mayLeave(): boolean {
  return agreed([...unsavedHere]);
}

/** Asks if anything is unsaved outside this form, whose answer replaces the page. */
export function mayReplace(form: HTMLFormElement): boolean {
  return agreed([...unsavedHere].filter((unsaved) => unsaved.form !== form));
}

/** Asks if anything unsaved would be lost when the page is rendered again. */
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
  /* Going back to another of our pages keeps the document, so `beforeunload` does not fire. */
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

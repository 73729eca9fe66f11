import { useEffect } from "react";

/**
 * Asks before the page is left with something unsaved: by a link, by going back, by closing, by loading anew,
 * or by another form of it that is marked with `data-replaces`, as its answer puts the page there anew.
 */
export function useLeaveWarning(unsaved: boolean, question: string): void {
  useEffect(() => {
    if (!unsaved) return;
    const closing = (event: BeforeUnloadEvent) => event.preventDefault();
    const clicked = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || link.isContentEditable) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || window.confirm(question)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    /* Back to another of our pages: the document stays, so `beforeunload` says nothing. */
    const navigated = (event: NavigateEvent) => {
      const stays = event.navigationType === "traverse" && event.destination.sameDocument;
      if (stays && event.cancelable && !window.confirm(question)) event.preventDefault();
    };
    const submitted = (event: SubmitEvent) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.dataset.replaces === undefined) return;
      if (window.confirm(question)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    /* Older browsers do not have it. */
    const navigation: Navigation | undefined = window.navigation;
    window.addEventListener("beforeunload", closing);
    window.addEventListener("click", clicked, { capture: true });
    window.addEventListener("submit", submitted, { capture: true });
    navigation?.addEventListener("navigate", navigated);
    return () => {
      window.removeEventListener("beforeunload", closing);
      window.removeEventListener("click", clicked, { capture: true });
      window.removeEventListener("submit", submitted, { capture: true });
      navigation?.removeEventListener("navigate", navigated);
    };
  }, [unsaved, question]);
}

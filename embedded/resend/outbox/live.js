/* Keeps the parts of a page marked data-live up to date while somebody looks at it. */
setInterval(async () => {
  const parts = document.querySelectorAll("[data-live]");
  if (parts.length === 0 || document.hidden) return;
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const now = fresh.getElementById(part.id);
    if (!now || now.innerHTML === part.innerHTML) continue;
    const focused = part.contains(document.activeElement)
      ? document.activeElement.getAttribute("href")
      : null;
    part.innerHTML = now.innerHTML;
    if (focused) part.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }
}, 2000);

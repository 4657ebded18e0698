/** Brings the visitor's own browser to the front of "Install". */
export function markBrowser(userAgent: string): void {
  const own = document.querySelector<HTMLElement>(`[data-browser="${browserOf(userAgent)}"]`);
  if (own === null) return;
  own.classList.add('own');
  own.parentElement?.prepend(own);
  const badge = own.querySelector<HTMLElement>('.badge');
  if (badge !== null) badge.hidden = false;
}

/** Phones get no mark: no extension of ours runs there. */
export function browserOf(userAgent: string): 'chromium' | 'firefox' | undefined {
  if (/\b(?:Android|iPhone|iPad|Mobile)\b/.test(userAgent)) return undefined;
  if (/\bFirefox\//.test(userAgent)) return 'firefox';
  return /\bChrom(?:e|ium)\//.test(userAgent) ? 'chromium' : undefined;
}

/** Tells whether the page is hidden, where there is a page: its batch jobs then leave cores to others. */
export function watchVisibility(tell: (hidden: boolean) => void): () => void {
  if (typeof document === 'undefined') return () => {};
  const changed = () => tell(document.hidden);
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}

export function isHidden(): boolean {
  return typeof document !== 'undefined' && document.hidden;
}

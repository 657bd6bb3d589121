// Runs before the first paint so that a light-theme reader never sees a dark flash. A file, because the CSP forbids inline scripts.
try {
  const stored = localStorage.getItem('aoc.theme');
  if (stored === 'light' || stored === 'dark') document.documentElement.dataset.theme = stored;
} catch {
  // Storage may be blocked; dark is the default.
}

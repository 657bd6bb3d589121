/** Joins the class names that hold. Of two utilities for one property none is sure to win, so give alternatives, not overrides. */
export { clsx as cx } from 'clsx';

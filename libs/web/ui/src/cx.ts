import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

// `text-2xs` is ours; without this it would be taken for a colour and removed.
const merge = extendTailwindMerge({ extend: { classGroups: { 'font-size': [{ text: ['2xs'] }] } } });

/** Joins class names; of two that set the same property the later wins. */
export const cx = (...values: ClassValue[]): string => merge(clsx(values));

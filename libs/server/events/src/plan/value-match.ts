/** How a value is compared; always without regard to case. */
export type ValueMatch = { kind: 'exact' | 'contains' | 'wildcard' | 'regex'; value: string } | { kind: 'exists' };

/** Text as a regular expression that matches just this text. */
export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

interface Rgb {
  r: number;
  g: number;
  b: number;
}
const part = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
const parse = (hex: string): Rgb => ({ r: part(hex, 1), g: part(hex, 3), b: part(hex, 5) });
const print = ({ r, g, b }: Rgb): string => `#${[r, g, b].map((one) => Math.round(one).toString(16).padStart(2, '0')).join('')}`;
const mix = (from: Rgb, to: Rgb, share: number): Rgb => ({
  r: from.r + (to.r - from.r) * share,
  g: from.g + (to.g - from.g) * share,
  b: from.b + (to.b - from.b) * share,
});

/** Relative luminance of sRGB (WCAG 2.2), 0 to 1. */
function luminance(hex: string): number {
  const { r, g, b } = parse(hex);
  const linear = (value: number): number => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Contrast of two colours (`#rrggbb`), 1 to 21 (WCAG 2.2). */
export function contrastOf(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** What text needs. */
const READABLE = 4.5;
const STEPS = 40;
const TINT = 0.1;

/** Of each theme: where the accent is moved to, what it stands on, and the text that stands on it. */
const THEMES = {
  light: { towards: '#000000', surface: '#ffffff', grounds: ['#ffffff', '#f4f6fa', '#eef2f9'], ink: '#ffffff' },
  dark: { towards: '#ffffff', surface: '#10141d', grounds: ['#0a0d14', '#10141d', '#171c28', '#1b2130'], ink: '#0a0f22' },
} as const;

export interface AccentColours {
  accent: string;
  /** Of text on the accent. */
  ink: string;
  /** A faint ground on which the accent can be read. */
  tint: string;
}

/** A colour that anybody chose, moved no further than is needed for all text with it or on it to be readable (4.5 to 1). */
export function readableAccent(colour: string, theme: keyof typeof THEMES): AccentColours {
  const { towards, surface, grounds, ink } = THEMES[theme];
  for (let step = 0; step <= STEPS; step += 1) {
    const moved = mix(parse(colour), parse(towards), step / STEPS);
    const accent = print(moved);
    const tint = print(mix(parse(surface), moved, TINT));
    if ([...grounds, tint, ink].every((other) => contrastOf(accent, other) >= READABLE)) return { accent, ink, tint };
  }
  return { accent: towards, ink, tint: surface };
}

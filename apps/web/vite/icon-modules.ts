import { icons } from '@iconify-json/lucide';
import path from 'node:path';
import type { Plugin } from 'vite';

const PREFIX = 'virtual:icon/';
const ELEMENTS = ['path', 'circle', 'rect', 'line', 'ellipse'];
/** Of every drawing, and therefore of the element around it. */
const SHARED = /^(?:fill="none"|stroke(?:-\w+)?="[^"]*")$/;

/** Element and attributes of each shape in the body of an icon. @throws Error for an element that `icon` does not know */
export function shapesOf(name: string): [string, Record<string, string>][] {
  const body = icons.icons[name]?.body;
  if (body === undefined) throw new Error(`There is no icon "${name}" in @iconify-json/lucide.`);
  return [...body.matchAll(/<([a-z]+)([^>]*?)\/?>/g)].flatMap(([, element = '', attributes = '']): [string, Record<string, string>][] => {
    if (element === 'g') return [];
    if (!ELEMENTS.includes(element)) throw new Error(`The icon "${name}" holds <${element}>.`);
    const own = [...attributes.matchAll(/[\w-]+="[^"]*"/g)].map(([text]) => text).filter((text) => !SHARED.test(text));
    return [[element, Object.fromEntries(own.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 2, -1)]))]];
  });
}

/** Makes `virtual:icon/NAME` of the icon set: two files instead of the five thousand of a package of components. */
export function iconModules(root: string): Plugin {
  const icon = JSON.stringify(path.join(root, 'libs/web/ui/src/icon.tsx'));
  return {
    name: 'icon-modules',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const shapes = JSON.stringify(shapesOf(id.slice(PREFIX.length + 1)));
      return { code: `import { icon } from ${icon};\nexport default /* @__PURE__ */ icon(${shapes});\n`, moduleSideEffects: false };
    },
  };
}

import type { ReactElement, SVGProps } from 'react';

/** A drawing of 24 × 24 pixels, unless its class says otherwise, in the colour of the text around it. */
export type IconComponent = (props: SVGProps<SVGSVGElement>) => ReactElement;

/** The shapes of a drawing: element and its attributes. */
export type IconShapes = readonly (readonly [
  element: 'path' | 'circle' | 'rect' | 'line' | 'ellipse',
  attributes: Readonly<Record<string, string>>,
])[];

/**
 * Hidden from assistive technology where it has no name of its own: what it stands for is said beside it.
 * @public called by the modules that apps/web/vite/icon-modules.ts makes
 */
export function icon(shapes: IconShapes): IconComponent {
  return function Icon(props) {
    return (
      <svg
        viewBox="0 0 24 24"
        width={24}
        height={24}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden={props['aria-label'] === undefined}
        {...props}
      >
        {shapes.map(([Shape, attributes], place) => (
          <Shape key={place} {...attributes} />
        ))}
      </svg>
    );
  };
}

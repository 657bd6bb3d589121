import { createContext, useContext, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import { isOwnAddress, markCitations, withoutDefinitions } from './markdown-tree';

const CitationContext = createContext<(number: number) => ReactNode>((number) => `[${number}]`);

function Citation({ children }: { children?: ReactNode }) {
  return useContext(CitationContext)(Number(children));
}

const Heading = ({ children }: { children?: ReactNode }) => <h3 className="pt-1 font-semibold">{children}</h3>;

const COMPONENTS: Components = {
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  p: ({ children }) => <p>{children}</p>,
  ul: ({ children }) => <ul className="flex list-disc flex-col gap-1 pl-5 marker:text-faint">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="flex list-decimal flex-col gap-1 pl-6 marker:text-soft">
      {children}
    </ol>
  ),
  strong: ({ children }) => <strong className="font-semibold">{children}</strong>,
  em: ({ children }) => <em className="text-soft not-italic">{children}</em>,
  code: ({ children }) => <code className="rounded bg-raised px-1 font-mono text-[0.8125em]">{children}</code>,
  pre: ({ children }) => (
    <pre className="overflow-x-auto rounded-lg border border-line bg-ground p-2.5 whitespace-pre-wrap">{children}</pre>
  ),
  blockquote: ({ children }) => <blockquote className="border-l-2 border-line-strong pl-3 text-soft">{children}</blockquote>,
  hr: () => <hr className="border-line" />,
  a: ({ href, children }) =>
    isOwnAddress(href) ? (
      <a href={href} className="text-accent underline">
        {children}
      </a>
    ) : (
      <>{children}</>
    ),
  cite: Citation,
};
const ALLOWED = [...Object.keys(COMPONENTS), 'li', 'br'];

interface MarkdownProps {
  text: string;
  /** What stands in the text for `[1]`. */
  citation?: (number: number) => ReactNode;
}

/**
 * Markdown that may hold anything: HTML in it is shown as text, pictures are left out, and links lead to this product only. Load it
 * lazily, it is not small.
 */
export function Markdown({ text, citation }: MarkdownProps) {
  const content = (
    <ReactMarkdown
      components={COMPONENTS}
      allowedElements={ALLOWED}
      unwrapDisallowed
      remarkPlugins={[withoutDefinitions]}
      rehypePlugins={[markCitations]}
    >
      {text}
    </ReactMarkdown>
  );
  return (
    <div className="flex flex-col gap-2.5 [overflow-wrap:anywhere]">
      {citation ? <CitationContext value={citation}>{content}</CitationContext> : content}
    </div>
  );
}

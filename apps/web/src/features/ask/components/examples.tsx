import { Button, MessageCircleQuestion } from '@aoc/web/ui';
import { EXAMPLES } from '../model/answer-words';

/** Questions to begin with; a press asks. */
export function Examples({ title, onAsk }: { title: string; onAsk: (question: string) => void }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2.5">
      <h2 className="text-xs font-semibold tracking-wide text-soft uppercase">{title}</h2>
      <ul className="grid gap-2 sm:grid-cols-2">
        {EXAMPLES.map((question) => (
          <li key={question}>
            <Button
              className="h-full min-h-10 w-full justify-start rounded-lg px-3 py-2.5 text-left whitespace-normal"
              onClick={() => onAsk(question)}
            >
              <MessageCircleQuestion aria-hidden className="size-4 shrink-0 text-accent" />
              {question}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { ASK_LIMITS } from '@aoc/contracts';
import { ArrowUp, Button, Square } from '@aoc/web/ui';
import { useState, type RefObject } from 'react';
import { FilterChips } from '../../../shared/event-filters/filter-chips';
import { TimeFilter } from '../../../shared/event-filters/time-filter';
import type { Asked } from '../model/ask-search';
import { withChange } from '../model/chip-changes';
import { RecentQuestions } from './recent-questions';

interface QuestionFormProps {
  asked: Asked;
  asking: boolean;
  onAsk: (asked: Asked) => void;
  onStop: () => void;
  ref: RefObject<HTMLTextAreaElement | null>;
}

/** The question, and the filters that win over it. */
export function QuestionForm({ asked, asking, onAsk, onStop, ref }: QuestionFormProps) {
  const [draft, setDraft] = useState(asked.question);
  const [seen, setSeen] = useState(asked.question);
  if (seen !== asked.question) {
    setSeen(asked.question);
    setDraft(asked.question);
  }
  const question = draft.trim();
  const submit = () => question !== '' && onAsk({ ...asked, question });
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="aoc-field flex items-end gap-2 rounded-xl py-1.5 pr-1.5 pl-3.5 focus-within:border-accent focus-within:outline-2 focus-within:outline-accent/40">
        <textarea
          ref={ref}
          rows={1}
          aria-label="Question"
          aria-describedby="ask-keys"
          placeholder="Who deleted users last week?"
          className="field-sizing-content max-h-60 min-h-9 min-w-0 flex-1 resize-none bg-transparent py-1.5 text-base leading-6 outline-none placeholder:text-faint"
          maxLength={ASK_LIMITS.questionLength}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
        />
        {asking ? (
          <Button key="stop" onClick={onStop} className="h-9">
            <Square aria-hidden className="size-3.5" />
            Stop
          </Button>
        ) : (
          <Button key="ask" type="submit" variant="primary" className="h-9" disabled={question === ''}>
            <ArrowUp aria-hidden className="size-4" />
            Ask
          </Button>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <TimeFilter
          value={asked.filters}
          none="Time as asked"
          small
          onChange={({ last, start, end }) => onAsk({ ...withChange(asked, { last, start, end }), question })}
        />
        <RecentQuestions onAsk={onAsk} />
        <span id="ask-keys" className="ml-auto text-xs text-faint max-sm:hidden">
          Enter asks, Shift+Enter begins a new line
        </span>
      </div>
      <FilterChips filters={asked.filters} onChange={(filters) => onAsk({ question, filters })} />
    </form>
  );
}

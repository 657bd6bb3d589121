import { eventRoutes, LIMITS, type EventDetail } from '@aoc/contracts';
import { Button, TextArea } from '@aoc/web/ui';
import { useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useZone } from '../../../shared/preferences';
import { dateTime } from '../../../shared/time';
import { useAddComment } from '../api/add-comment';
import { PanelSection } from '../../../shared/panel-section';

function CommentForm({ event }: { event: EventDetail }) {
  const add = useAddComment();
  const [text, setText] = useState('');
  const send = () => {
    if (text.trim() === '' || add.isPending) return;
    add.mutate({ dedupeKey: event.dedupe_key, text: text.trim() }, { onSuccess: () => setText('') });
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(submit) => {
        submit.preventDefault();
        send();
      }}
    >
      <TextArea
        aria-label="New comment"
        placeholder="What did you find out?"
        maxLength={LIMITS.commentLength}
        value={text}
        onChange={(change) => setText(change.target.value)}
        onKeyDown={(key) => key.key === 'Enter' && (key.ctrlKey || key.metaKey) && send()}
      />
      {add.error && <ProblemNotice error={add.error} />}
      <Button type="submit" className="self-end" disabled={text.trim() === '' || add.isPending}>
        {add.isPending ? 'Saving…' : 'Comment'}
      </Button>
    </form>
  );
}

/** What analysts wrote about the event, oldest first, and a box to write more (Ctrl-Enter sends). */
export function EventComments({ event }: { event: EventDetail }) {
  const zone = useZone();
  const may = useMay(eventRoutes.addComment);
  if (!may && event.comments.length === 0) return null;
  return (
    <PanelSection title={event.comments.length === 0 ? 'Comments' : `Comments (${event.comments.length})`}>
      {event.comments.length > 0 && (
        <ol className="flex flex-col gap-2">
          {event.comments.map((comment) => (
            <li key={comment.id} className="rounded-lg border border-line bg-raised/50 px-3 py-2">
              <p className="flex flex-wrap gap-x-2 text-xs text-soft">
                <span className="font-medium text-ink">{comment.author}</span>
                <time dateTime={comment.timestamp}>{dateTime(comment.timestamp, zone)}</time>
              </p>
              <p className="pt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{comment.text}</p>
            </li>
          ))}
        </ol>
      )}
      {may && <CommentForm event={event} />}
    </PanelSection>
  );
}

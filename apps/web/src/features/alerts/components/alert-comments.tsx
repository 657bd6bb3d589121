import { alertRoutes, LIMITS, type Alert } from '@aoc/contracts';
import { Button, TextArea } from '@aoc/web/ui';
import { useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { Instant } from '../../../shared/instant';
import { PanelSection } from '../../../shared/panel-section';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useCommentAlert } from '../api/comment-alert';

function CommentForm({ alert }: { alert: Alert }) {
  const add = useCommentAlert();
  const [text, setText] = useState('');
  const send = () => {
    if (text.trim() === '' || add.isPending) return;
    add.mutate({ id: alert.id, text: text.trim() }, { onSuccess: () => setText('') });
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

/** What analysts wrote, and a box to write more (Ctrl-Enter sends). */
export function AlertComments({ alert }: { alert: Alert }) {
  const may = useMay(alertRoutes.commentAlert);
  if (!may && alert.comments.length === 0) return null;
  return (
    <PanelSection title={alert.comments.length === 0 ? 'Comments' : `Comments (${alert.comments.length})`}>
      {alert.comments.length > 0 && (
        <ol className="flex flex-col gap-2">
          {alert.comments.map((comment) => (
            <li key={comment.id} className="rounded-lg border border-line bg-raised/50 px-3 py-2">
              <p className="flex flex-wrap gap-x-2 text-xs text-soft">
                <span className="font-medium text-ink">{comment.author}</span>
                <Instant at={comment.timestamp} />
              </p>
              <p className="pt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{comment.text}</p>
            </li>
          ))}
        </ol>
      )}
      {may && <CommentForm alert={alert} />}
    </PanelSection>
  );
}

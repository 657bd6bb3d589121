import { LIMITS } from '@aoc/contracts';
import { Button, TextArea } from '@aoc/web/ui';
import { useState } from 'react';
import { Instant } from './instant';
import { PanelSection } from './panel-section';
import { ProblemNotice } from './problem-notice';

interface Adding {
  /** Sends a comment; `done` is called when it is stored. */
  send(text: string, done: () => void): void;
  isPending: boolean;
  error: Error | null;
}

function CommentForm({ adding }: { adding: Adding }) {
  const [text, setText] = useState('');
  const send = () => {
    if (text.trim() === '' || adding.isPending) return;
    adding.send(text.trim(), () => setText(''));
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
      {adding.error && <ProblemNotice error={adding.error} />}
      <Button type="submit" className="self-end" disabled={text.trim() === '' || adding.isPending}>
        {adding.isPending ? 'Saving…' : 'Comment'}
      </Button>
    </form>
  );
}

interface CommentsProps {
  comments: readonly { id: string; author: string; timestamp: string; text: string }[];
  /** Null for who may only read. */
  adding: Adding | null;
}

/** What analysts wrote, oldest first, and a box to write more (Ctrl-Enter sends). */
export function Comments({ comments, adding }: CommentsProps) {
  if (!adding && comments.length === 0) return null;
  return (
    <PanelSection title={comments.length === 0 ? 'Comments' : `Comments (${comments.length})`}>
      {comments.length > 0 && (
        <ol className="flex flex-col gap-2">
          {comments.map((comment) => (
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
      {adding && <CommentForm adding={adding} />}
    </PanelSection>
  );
}

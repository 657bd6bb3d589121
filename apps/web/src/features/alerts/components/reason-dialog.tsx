import { Button, Dialog, TextArea } from '@aoc/web/ui';
import { useState } from 'react';
import { STATUS_WORDS } from '../model/alert-words';
import type { ReasonQuestion } from './use-triage';

interface ReasonDialogProps {
  question: ReasonQuestion;
  onAnswer: (reason: string) => void;
  onClose: () => void;
}

/** Asks why alerts are closed; a false positive cannot do without. */
export function ReasonDialog({ question, onAnswer, onClose }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const required = question.status === 'false_positive';
  const missing = required && reason.trim() === '';
  const what = question.subjects.length === 1 ? `“${question.subjects[0]?.rule_name}”` : `${question.subjects.length} alerts`;
  const words = STATUS_WORDS[question.status].words;
  const send = () => {
    setAsked(true);
    if (!missing) onAnswer(reason.trim());
  };
  return (
    <Dialog
      onClose={onClose}
      title={`${words}: ${what}`}
      description={
        required
          ? 'Say why it was no cause for alarm. The rule is judged and improved by these reasons.'
          : 'A reason helps whoever meets the next one.'
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextArea
          autoFocus
          aria-label="Reason"
          aria-invalid={asked && missing}
          placeholder={required ? 'For example: planned change CHG-1042' : 'Optional'}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            send();
          }}
        />
        {asked && missing && (
          <p role="alert" className="text-bad">
            A false positive needs a reason.
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            {required ? 'Mark as false positive' : words}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

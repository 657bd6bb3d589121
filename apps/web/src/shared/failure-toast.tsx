import { describeError } from './problem-notice';
import { Toast } from './toast';

/** Says what went wrong with something that has no place of its own on the screen. */
export function FailureToast({ error, onClose }: { error: Error; onClose: () => void }) {
  const { title, detail } = describeError(error);
  return (
    <Toast tone="bad" onClose={onClose}>
      <strong className="font-semibold">{title}.</strong> {detail}
    </Toast>
  );
}

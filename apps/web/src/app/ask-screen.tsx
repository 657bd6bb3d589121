import { useNavigate } from '@tanstack/react-router';
import { AskPage } from '../features/ask/components/ask-page';
import { EventPanel } from '../features/events/components/event-panel';

const NO_FILTERS = {};

/** Asking, with the panel of the events screen beside the answer. */
export function AskScreen() {
  const navigate = useNavigate();
  return (
    <AskPage
      renderEvent={({ id, beside, onClose }) => (
        <EventPanel
          id={id}
          beside={beside}
          filters={NO_FILTERS}
          onFilters={(filters) => void navigate({ to: '/events', search: filters })}
          onClose={onClose}
        />
      )}
    />
  );
}

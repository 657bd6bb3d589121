import { Button, History, MenuItem, Popover } from '@aoc/web/ui';
import { toAddress, type Asked } from '../model/ask-search';
import { recentQuestions } from '../model/recent-questions';

/** The last questions of this browser. */
export function RecentQuestions({ onAsk }: { onAsk: (asked: Asked) => void }) {
  return (
    <Popover
      label="Recent questions"
      className="w-96"
      trigger={(props) => (
        <Button size="sm" variant="ghost" {...props}>
          <History aria-hidden className="size-3.5" />
          Recent
        </Button>
      )}
    >
      {(close) => {
        const recent = recentQuestions();
        if (recent.length === 0) return <p className="px-2 py-1.5 text-soft">What you ask in this browser is kept here.</p>;
        return recent.map((asked) => (
          <MenuItem
            key={JSON.stringify(toAddress(asked))}
            title={asked.question}
            onClick={() => {
              close();
              onAsk(asked);
            }}
          >
            <bdi>{asked.question}</bdi>
          </MenuItem>
        ));
      }}
    </Popover>
  );
}

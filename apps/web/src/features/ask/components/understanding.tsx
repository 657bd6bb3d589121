import type { AskChip, QueryInfo } from '@aoc/contracts';
import { cx, Popover, X } from '@aoc/web/ui';
import type { Asked } from '../model/ask-search';
import { readChips, withoutChip } from '../model/chip-changes';
import { ChipEditor } from './chip-editor';

interface ChipProps {
  chip: AskChip;
  asked: Asked;
  onAsk: (asked: Asked) => void;
}

function ChipView({ chip, asked, onAsk }: ChipProps) {
  const { kind, label, said } = chip;
  const removed = withoutChip(chip, asked);
  if (kind === 'type')
    return (
      <li className="flex h-7 items-center gap-1 text-xs text-soft">
        Understood as <span className="font-medium text-accent">{label}</span>
      </li>
    );
  return (
    <li className="flex h-7 max-w-full min-w-0 items-stretch overflow-hidden rounded-md border border-line-strong/70 bg-raised text-xs">
      <Popover
        label={`Change ${label}`}
        className="w-80 p-3"
        trigger={(props) => (
          <button
            type="button"
            className={cx('min-w-0 truncate px-2 font-medium hover:bg-hover', removed && 'pr-1')}
            title={said === null ? `${label}. Press to change` : `${label}, because of “${said}”. Press to change`}
            {...props}
          >
            <bdi>{label}</bdi>
          </button>
        )}
      >
        {(close) => (
          <ChipEditor
            chip={chip}
            asked={asked}
            onAsk={(next) => {
              close();
              onAsk(next);
            }}
          />
        )}
      </Popover>
      {removed && (
        <button
          type="button"
          aria-label={`Ask without ${label}`}
          title="Ask without this"
          className="grid w-6 shrink-0 place-items-center hover:bg-hover"
          onClick={() => onAsk(removed)}
        >
          <X aria-hidden className="size-3.5 text-soft" />
        </button>
      )}
    </li>
  );
}

/** How the question was understood, each part with ways to change it or ask without it. */
export function Understanding({ info, asked, onAsk }: { info: QueryInfo; asked: Asked; onAsk: (asked: Asked) => void }) {
  return (
    <ul aria-label="Understood as" className="flex min-w-0 flex-wrap items-center gap-1.5">
      {readChips(info.chips, asked.filters).map((chip) => (
        <ChipView key={`${chip.kind} ${chip.label}`} chip={chip} asked={asked} onAsk={onAsk} />
      ))}
    </ul>
  );
}

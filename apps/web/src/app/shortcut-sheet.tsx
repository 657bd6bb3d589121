import { Dialog, Kbd } from '@aoc/web/ui';

const KEYS: { title: string; keys: [keys: string[], what: string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [['Ctrl', 'K'], 'Command palette'],
      [['?'], 'This sheet'],
      [['Esc'], 'Close what is open'],
    ],
  },
  {
    title: 'Events',
    keys: [
      [['/'], 'Go to the query box'],
      [['j'], 'Next event'],
      [['k'], 'Previous event'],
      [['Enter'], 'Open the event'],
      [['t'], 'Table or cards'],
      [['l'], 'Live tail on or off'],
      [['Ctrl', 'Enter'], 'Send a comment'],
    ],
  },
  {
    title: 'Ask',
    keys: [
      [['/'], 'Go to the question'],
      [['Enter'], 'Ask'],
      [['Shift', 'Enter'], 'New line'],
      [['j'], 'Next event of the answer'],
      [['k'], 'Previous event of the answer'],
    ],
  },
  {
    title: 'Alerts',
    keys: [
      [['j'], 'Next alert'],
      [['k'], 'Previous alert'],
      [['Enter'], 'Open the alert'],
      [['a'], 'Acknowledge'],
      [['r'], 'Resolve'],
      [['f'], 'False positive, with a reason'],
      [['o'], 'Reopen'],
      [['m'], 'Assign to me'],
      [['x'], 'Select'],
      [['Shift', 'x'], 'Select a range'],
    ],
  },
];

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title="Keyboard shortcuts" description="Single keys work while no field has the focus.">
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {KEYS.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="pb-1.5 text-xs font-semibold tracking-wide text-soft uppercase">{title}</h3>
            <dl className="flex flex-col">
              {keys.map(([names, what]) => (
                <div key={what} className="flex items-center justify-between gap-3 border-b border-line py-1.5 last:border-0">
                  <dt>{what}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {names.map((name) => (
                      <Kbd key={name}>{name}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

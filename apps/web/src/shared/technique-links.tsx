import { badgeClass } from '@aoc/web/ui';

/** `T1098.003` → its page at MITRE ATT&CK. */
export const techniqueUrl = (id: string): string => `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;

export function TechniqueLinks({ ids }: { ids: string[] }) {
  return (
    <>
      {ids.map((id) => (
        <a
          key={id}
          href={techniqueUrl(id)}
          target="_blank"
          rel="noreferrer"
          title={`ATT&CK technique ${id}`}
          className={badgeClass('neutral', 'relative z-10 min-h-6 font-mono hover:text-accent hover:underline')}
        >
          {id}
        </a>
      ))}
    </>
  );
}

import type { RuleBody } from '@aoc/contracts';
import { Notice, TextArea } from '@aoc/web/ui';
import { useState } from 'react';
import { fromJson, toJson } from '../model/rule-draft';

interface JsonFormProps {
  draft: RuleBody;
  onChange: (draft: RuleBody) => void;
  /** While the text cannot be read the form must not be left: it would lose what was typed. */
  onReadable: (readable: boolean) => void;
}

/** The rule as JSON; each readable state of it is the rule. */
export function JsonForm({ draft, onChange, onReadable }: JsonFormProps) {
  const [text, setText] = useState(() => toJson(draft));
  const [mistakes, setMistakes] = useState<string[]>([]);
  const change = (next: string) => {
    setText(next);
    const read = fromJson(next);
    setMistakes(read.mistakes);
    onReadable(read.rule !== null);
    if (read.rule) onChange(read.rule);
  };
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        aria-label="The rule as JSON"
        aria-invalid={mistakes.length > 0}
        className="min-h-96 font-mono text-xs leading-5"
        spellCheck={false}
        rows={Math.min(40, text.split('\n').length + 1)}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      {mistakes.length > 0 && (
        <Notice tone="bad" live>
          <ul>
            {mistakes.map((mistake) => (
              <li key={mistake}>{mistake}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}

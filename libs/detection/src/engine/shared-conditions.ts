import type { RuleBody, RuleCondition } from '@aoc/contracts';
import type { Compiled } from './compile-condition';
import type { Subject } from './subject';

const keyOf = (condition: RuleCondition): string => JSON.stringify(condition);

/** A condition of several rules; its answer is kept for as long as the event is under the eyes of the rules. */
class SharedCondition implements Compiled {
  readonly cost: number;
  /** Turn of the event that was asked last, twice, and one more when it held. */
  private answer = 0;

  constructor(
    private readonly inner: Compiled,
    uses: number,
  ) {
    // Most rules that have it find it answered, so it is asked before what a rule has alone.
    this.cost = inner.cost / uses;
  }

  test(subject: Subject): boolean {
    const turn = subject.turn * 2;
    if (turn === 0) return this.inner.test(subject);
    if (this.answer === turn) return false;
    if (this.answer === turn + 1) return true;
    const held = this.inner.test(subject);
    this.answer = held ? turn + 1 : turn;
    return held;
  }

  explain(...given: Parameters<Compiled['explain']>): ReturnType<Compiled['explain']> {
    return this.inner.explain(...given);
  }
}

/** Conditions that stand in several rules of a set, letter by letter. Each is compiled once, and asked once of an event. */
export class SharedConditions {
  private readonly uses = new Map<string, number>();
  private readonly compiled = new Map<string, { condition: Compiled; nodes: number }>();
  private turn = 0;

  /** Counts the conditions of a rule, without those that stand in others. */
  note({ conditions, sequence }: Pick<RuleBody, 'conditions' | 'sequence'>): void {
    for (const condition of [...conditions, ...(sequence?.steps.flatMap((step) => step.conditions) ?? [])]) {
      const key = keyOf(condition);
      this.uses.set(key, (this.uses.get(key) ?? 0) + 1);
    }
  }

  /** @returns the condition and how many it consists of, when it was compiled for another rule */
  find(condition: RuleCondition): { condition: Compiled; nodes: number } | undefined {
    return this.compiled.get(keyOf(condition));
  }

  /** @returns the condition to use in its place */
  keep(condition: RuleCondition, compiled: Compiled, nodes: number): Compiled {
    const key = keyOf(condition);
    const uses = this.uses.get(key) ?? 0;
    if (uses < 2) return compiled;
    const shared = new SharedCondition(compiled, uses);
    this.compiled.set(key, { condition: shared, nodes });
    return shared;
  }

  /** A number for the next event, other than those of all before. */
  nextTurn(): number {
    this.turn += 1;
    return this.turn;
  }
}

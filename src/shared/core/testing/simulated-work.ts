import { nextStep } from '#shared/core/protocol/next-step.ts';
import type { Step } from '#shared/core/protocol/next-step.ts';
import { protocolFor } from '#shared/core/protocol/protocol.ts';
import type {
  GateSettings,
  LadderLimits,
  Protocol,
  WorkKind,
} from '#shared/core/protocol/protocol.ts';
import type { WorkCaps } from '#shared/core/protocol/caps.ts';
import { mayWrite, roles } from '#shared/core/protocol/roles.ts';
import type { Try, TryEnd } from '#shared/core/protocol/tries.ts';
import type { OpenLanding, Work } from '#shared/core/protocol/work.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Role } from '#shared/model/attempt.ts';
import type { GateKind } from '#shared/model/landing.ts';

/** What happens next, whoever's turn it is: an attempt, a gate, or whoever is waited for. */
export interface Happening {
  readonly how:
    | 'well'
    | 'badly'
    | 'without_progress'
    | 'changes_nothing'
    | 'cut_off'
    | 'refused'
    | 'says_blocked'
    | 'conflict'
    | 'stopped';
  readonly files: readonly ('code' | 'tests')[];
  readonly tokens: number;
}

/** The whole life of one piece of work, known in advance. */
export interface Story {
  readonly kind: WorkKind;
  readonly limits: LadderLimits;
  readonly gates: GateSettings;
  readonly caps: WorkCaps;
  /** Used again from its start when it ends. */
  readonly happenings: readonly Happening[];
}

/** One turn: what was known, what was to be done. */
export interface Turn {
  readonly work: Work;
  readonly step: Step;
}

export interface PlayedStory {
  /** Anything but an end is a bug of the core. */
  readonly rest: 'done' | 'blocked' | 'goes_round';
  readonly protocol: Protocol;
  readonly turns: readonly Turn[];
  /** The gates that its landings passed, in order, of the landing that landed. */
  readonly passed: readonly GateKind[];
  readonly tries: readonly Try[];
}

/** More turns than any story needs. */
const mostTurns = 500;
/** Times that something is cut off or refused: what does not count as a cycle has to end by itself. */
const mostCutOffs = 12;

/** Plays a story to its end with the real decisions and an imagined world. */
export function playStory(story: Story): PlayedStory {
  const world = new WorkWorld(story);
  const turns: Turn[] = [];
  let rest: PlayedStory['rest'] = 'goes_round';
  while (turns.length < mostTurns) {
    const work = world.work();
    const step = nextStep(work);
    turns.push({ work, step });
    if (step.kind === 'done' || step.kind === 'block') {
      rest = step.kind === 'done' ? 'done' : 'blocked';
      break;
    }
    world.carryOut(step);
  }
  return { rest, protocol: world.protocol, turns, passed: world.passed, tries: world.tries };
}

/** The records of one piece of work, and what its agents, checks and people do. */
class WorkWorld {
  readonly protocol: Protocol;
  readonly tries: Try[] = [];
  passed: GateKind[] = [];
  readonly #story: Story;
  #landing: OpenLanding | null = null;
  #isDone = false;
  #cutOffs = 0;
  #turn = 0;

  constructor(story: Story) {
    this.#story = story;
    this.protocol = protocolFor(story.kind, story.limits, story.gates);
    if (this.protocol.ladder.length === 0) this.#open('what is there');
  }

  work(): Work {
    return {
      protocol: this.protocol,
      tries: [...this.tries],
      unlanded: [...this.tries],
      landing: this.#landing,
      isDone: this.#isDone,
      caps: this.#story.caps,
      hopeless: null,
    };
  }

  carryOut(step: Exclude<Step, { kind: 'done' | 'block' }>): void {
    switch (step.kind) {
      case 'attempt':
        this.#attempt(step.role);
        return;
      case 'land':
      case 'wait':
        this.#pass(this.#happening());
        return;
      default:
        assertNever(step, 'step');
    }
  }

  #happening(): Happening {
    const { happenings } = this.#story;
    const happening = happenings[this.#turn % happenings.length];
    this.#turn += 1;
    if (happening === undefined) throw new Error('A story without happenings.');
    if (happening.how !== 'cut_off' && happening.how !== 'refused') return happening;
    this.#cutOffs += 1;
    return this.#cutOffs > mostCutOffs ? { ...happening, how: 'well' } : happening;
  }

  #attempt(role: Role): void {
    const happening = this.#happening();
    const end = this.#endOf(role, happening);
    const id = `attempt-${this.tries.length + 1}`;
    const isStuck = happening.how === 'without_progress';
    this.tries.push({
      id,
      role,
      end: end === 'accepted' && roles[role].product === 'change' ? 'under_way' : end,
      problem: 'It did not work.',
      failureSignature: isStuck ? `${role}:the same` : `${id}: its own`,
      conflicts: end === 'conflict' ? ['a.ts'] : [],
      stopReason: happening.how === 'stopped' ? 'A person stopped it.' : null,
      tokens: happening.tokens,
      hasWorked: happening.how !== 'cut_off',
    });
    if (end !== 'accepted') return;
    switch (roles[role].product) {
      case 'change':
        this.#deliver(id);
        return;
      case 'verdict':
        this.#judge(happening);
        return;
      case 'document':
        this.#isDone = true;
        return;
      default:
        assertNever(roles[role].product, 'product');
    }
  }

  /** How an attempt ends; `accepted` is a product that the role may deliver. */
  #endOf(role: Role, { how, files }: Happening): TryEnd {
    const { product, owes } = roles[role];
    switch (how) {
      case 'cut_off':
      case 'stopped':
        return 'interrupted';
      case 'refused':
        return 'refused';
      case 'says_blocked':
        return 'blocked';
      case 'without_progress':
        return 'sent_back';
      case 'changes_nothing':
        return owes.includes('diff') ? 'sent_back' : 'accepted';
      case 'badly':
        // A verdict against the change is a verdict too.
        return product === 'verdict' ? 'accepted' : 'sent_back';
      case 'conflict':
      case 'well':
        return files.some((kind) => !mayWrite(role, kind)) ? 'sent_back' : 'accepted';
      default:
        return assertNever(how, 'happening');
    }
  }

  /** A change goes on its way; where nothing lands it is taken as it is. */
  #deliver(id: string): void {
    if (this.protocol.gates.length === 0) this.#finish(id, 'accepted');
    else this.#open(id);
  }

  #open(attemptId: string): void {
    this.passed = [];
    this.#landing = { id: `landing of ${attemptId}`, attemptId, waitsAt: null };
  }

  #judge({ how }: Happening): void {
    if (how === 'badly') this.#sendBack('sent_back');
    else this.#passGate();
  }

  /** The next gate, by whoever stands at it. */
  #pass({ how }: Happening): void {
    const gate = this.#gate();
    if (gate === undefined) {
      this.#finish(this.#landing?.attemptId ?? '', 'accepted');
      return;
    }
    const isNew = this.#landing?.waitsAt === null;
    if (isNew && isWaitedFor(gate) && this.#landing !== null) {
      this.#landing = { ...this.#landing, waitsAt: gate };
      return;
    }
    if (how === 'badly' || how === 'without_progress') this.#sendBack('sent_back');
    else if (how === 'conflict') this.#sendBack('conflict');
    else if (how === 'says_blocked') this.#sendBack('blocked');
    else if (how === 'cut_off') this.#sendBack('interrupted');
    else this.#passGate();
  }

  #gate(): GateKind | undefined {
    return this.protocol.gates[this.passed.length];
  }

  #passGate(): void {
    const gate = this.#gate();
    if (gate === undefined || this.#landing === null) throw new Error('There is no gate.');
    this.passed.push(gate);
    this.#landing = { ...this.#landing, waitsAt: null };
  }

  #sendBack(end: TryEnd): void {
    this.#finish(this.#landing?.attemptId ?? '', end);
  }

  /** Ends the landing, and writes what became of the attempt that it carried. */
  #finish(attemptId: string, end: TryEnd): void {
    this.#landing = null;
    const index = this.tries.findIndex(({ id }) => id === attemptId);
    const carried = this.tries[index];
    if (carried !== undefined) this.tries[index] = { ...carried, end };
    this.#isDone = end === 'accepted';
  }
}

function isWaitedFor(gate: GateKind): gate is NonNullable<OpenLanding['waitsAt']> {
  switch (gate) {
    case 'group':
    case 'reviewer':
    case 'person':
    case 'checkout':
      return true;
    case 'scope':
    case 'syntax':
    case 'checks':
      return false;
    default:
      return assertNever(gate, 'gate');
  }
}

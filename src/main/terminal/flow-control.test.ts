import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FlowControl } from './flow-control.ts';

const marks = { high: 100, low: 10 };

function recorded() {
  const changes: boolean[] = [];
  return { changes, flow: new FlowControl((paused) => changes.push(paused)) };
}

test('pauses above the high mark and goes on below the low mark', () => {
  const { changes, flow } = recorded();
  const gate = flow.open(marks);
  gate.sent(100);
  expect(changes).toEqual([]);
  gate.sent(1);
  expect(changes).toEqual([true]);
  gate.acknowledged(91);
  expect(changes).toEqual([true]);
  gate.acknowledged(1);
  expect(changes).toEqual([true, false]);
});

test('goes on only when no consumer holds any more', () => {
  const { changes, flow } = recorded();
  const [first, second] = [flow.open(marks), flow.open(marks)];
  first.sent(200);
  second.sent(200);
  first.acknowledged(200);
  expect(changes).toEqual([true]);
  second.dispose();
  expect(changes).toEqual([true, false]);
});

test('a consumer that is gone neither holds nor comes back', () => {
  const { changes, flow } = recorded();
  const gate = flow.open(marks);
  gate.sent(200);
  gate.dispose();
  gate.dispose();
  gate.sent(200);
  expect(changes).toEqual([true, false]);
  expect(flow.paused).toBe(false);
});

test('acknowledging more than was sent gives no credit', () => {
  const { changes, flow } = recorded();
  const gate = flow.open(marks);
  gate.acknowledged(1000);
  gate.sent(101);
  expect(changes).toEqual([true]);
});

test('is paused exactly while a consumer went above high and not yet below low', () => {
  const step = fc.record({
    gate: fc.nat(2),
    kind: fc.constantFrom('sent', 'acknowledged', 'dispose'),
    bytes: fc.nat(150),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { changes, flow } = recorded();
      const gates = [0, 1, 2].map(() => ({
        gate: flow.open(marks),
        outstanding: 0,
        holds: false,
        gone: false,
      }));
      for (const { gate: index, kind, bytes } of steps) {
        const model = gates[index]!;
        if (kind === 'sent') {
          model.gate.sent(bytes);
          model.outstanding += bytes;
          if (model.outstanding > marks.high && !model.gone) model.holds = true;
        } else if (kind === 'acknowledged') {
          model.gate.acknowledged(bytes);
          model.outstanding = Math.max(0, model.outstanding - bytes);
          if (model.outstanding < marks.low) model.holds = false;
        } else {
          model.gate.dispose();
          model.gone = true;
          model.holds = false;
        }
        expect(flow.paused).toBe(gates.some((one) => one.holds));
        expect(changes.at(-1) ?? false).toBe(flow.paused);
      }
      expect(changes.every((paused, index) => paused === (index % 2 === 0))).toBe(true);
    }),
  );
});

import { Tag, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { AgentBadge } from '#renderer/ui/signs/agent-badge.tsx';
import { Badge } from '#renderer/ui/signs/badge.tsx';
import { Banner } from '#renderer/ui/surfaces/banner.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Chip } from '#renderer/ui/signs/chip.tsx';
import { SegmentBar } from '#renderer/ui/signs/segment-bar.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { longText } from './samples.tsx';
import { Row, Section } from './section.tsx';

const states = ['running', 'waiting', 'verified', 'blocked', 'idle'] as const;
const tones = [...states, 'accent', 'neutral'] as const;

export function Signs(): ReactNode {
  return (
    <>
      <Section title="StateDot">
        <Row>
          {states.map((state) => (
            <StateDot key={state} state={state} isMoving={state === 'running'} />
          ))}
          {states.map((state) => (
            <StateDot key={state} state={state} isWordHidden />
          ))}
        </Row>
      </Section>
      <Section title="Badge, Chip, AgentBadge">
        <Row>
          {tones.map((tone) => (
            <Badge key={tone} tone={tone}>
              12
            </Badge>
          ))}
          <Badge label="waiting for you">3</Badge>
        </Row>
        <Row>
          {tones.map((tone) => (
            <Chip key={tone} tone={tone}>
              {tone}
            </Chip>
          ))}
          <Chip icon={Tag}>backend</Chip>
          <Chip icon={Tag} onRemove={() => undefined} removeLabel="Remove label urgent">
            urgent
          </Chip>
          <span className="inline-flex w-3xs">
            <Chip title={longText}>{longText}</Chip>
          </span>
        </Row>
        <Row>
          <AgentBadge name="claude" />
          <AgentBadge name="codex" />
          <AgentBadge name="gemini" isCompact />
          <AgentBadge name="" />
        </Row>
      </Section>
      <Section title="SegmentBar">
        <div className="flex w-80 flex-col gap-3">
          <SegmentBar
            label="Run 12"
            total={15}
            segments={[
              { word: 'done', count: 6, tone: 'verified' },
              { word: 'blocked', count: 5, tone: 'blocked' },
              { word: 'skipped', count: 1, tone: 'idle' },
              { word: 'working', count: 2, tone: 'running', isUnderWay: true },
            ]}
          />
          <SegmentBar
            label="Run 13"
            total={8}
            segments={[{ word: 'done', count: 8, tone: 'verified' }]}
          />
          <SegmentBar label="Nothing yet" total={0} segments={[]} />
        </div>
      </Section>
      <Section title="Banner">
        <div className="flex flex-col">
          <Banner
            tone="waiting"
            icon={WifiOff}
            actions={<Button size="sm">Try now</Button>}
            onDismiss={() => undefined}
          >
            The host is away. Your edits are kept on this machine and sent when it is back.
          </Banner>
          {tones.map((tone) => (
            <Banner key={tone} tone={tone}>
              {tone}: {longText}
            </Banner>
          ))}
        </div>
      </Section>
    </>
  );
}

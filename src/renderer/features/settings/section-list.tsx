import type { JSX } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import type { SettingSection } from './setting-field.ts';

/** Id of a section's heading. */
export function headingId(section: string): string {
  return `settings-${section}`;
}

/** Brings a section into view and the focus to its heading, from where Tab goes on into it. */
export function showSection(section: string): void {
  const heading = document.getElementById(headingId(section));
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}

/** The sections that are shown, each a way to it. */
export function SectionList({
  sections,
  current,
  onChoose,
}: {
  readonly sections: readonly SettingSection[];
  readonly current: string | null;
  readonly onChoose: (section: string) => void;
}): JSX.Element {
  return (
    <nav
      aria-label="Sections of the settings"
      className="flex shrink-0 flex-row flex-wrap gap-1 @xl:sticky @xl:top-6 @xl:w-3xs @xl:flex-col @xl:self-start"
    >
      {sections.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          aria-current={current === id ? 'true' : undefined}
          onClick={() => onChoose(id)}
          className={classNames(
            'h-7 rounded-md px-2 text-left text-13 transition-colors hover:bg-hover hover:text-text',
            current === id ? 'bg-selected font-medium text-text' : 'text-muted',
          )}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}

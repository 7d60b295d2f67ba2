export type SectionName =
  'description' | 'criteria' | 'definitionOfDone' | 'plan' | 'notes' | 'comments' | 'summary';

interface SectionForm {
  readonly title: string;
  readonly marker: string;
  /** Whether the real tool leaves a blank line between the heading and the begin marker. */
  readonly blankLine: boolean;
}

/** How the real tool writes each section. */
export const sectionForms: Readonly<Record<SectionName, SectionForm>> = {
  description: { title: 'Description', marker: 'SECTION:DESCRIPTION', blankLine: true },
  criteria: { title: 'Acceptance Criteria', marker: 'AC', blankLine: false },
  definitionOfDone: { title: 'Definition of Done', marker: 'DOD', blankLine: false },
  plan: { title: 'Implementation Plan', marker: 'SECTION:PLAN', blankLine: true },
  notes: { title: 'Implementation Notes', marker: 'SECTION:NOTES', blankLine: true },
  comments: { title: 'Comments', marker: 'COMMENTS', blankLine: true },
  summary: { title: 'Final Summary', marker: 'SECTION:FINAL_SUMMARY', blankLine: true },
};

/** Sections that, without markers, end at any heading of their level; the others only at a known one. */
export const endsAtAnyHeading: ReadonlySet<SectionName> = new Set([
  'criteria',
  'definitionOfDone',
  'comments',
]);

/** Sections by their title in lower case. */
export const nameByTitle: ReadonlyMap<string, SectionName> = new Map([
  ['description', 'description'],
  ['acceptance criteria', 'criteria'],
  ['acceptance criteria (optional)', 'criteria'],
  ['definition of done', 'definitionOfDone'],
  ['implementation plan', 'plan'],
  ['implementation notes', 'notes'],
  ['comments', 'comments'],
  ['final summary', 'summary'],
]);

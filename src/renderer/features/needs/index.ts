export { NeedsList } from './needs-list.tsx';
export { NeedsProvider, useNeeds, useTasksInNeed } from './needs-provider.tsx';
export { useOpenTask } from './use-open-need.ts';
export { QuestionNote } from './question-note.tsx';
export {
  askForNotices,
  chooseNotices,
  noticePermission,
  useNoticeChoice,
} from './background-notices.ts';
export { useBackgroundNotices } from './use-background-notices.ts';

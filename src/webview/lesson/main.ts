/** Entry point of the page of a lesson. */
import { startPage } from '../page/page';
import { makeLessonPage } from './lesson-page';
import type { LessonActions, LessonContent } from './messages';

startPage<LessonContent, never, LessonActions>({ empty: 'The lesson is being opened.', make: makeLessonPage });

export { WelcomeView } from './welcome-view.tsx';

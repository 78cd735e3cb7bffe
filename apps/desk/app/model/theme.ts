/** Light, dark, or as the system says; remembered on this machine. */
import { observable } from './observable.ts';

export type ThemeChoice = 'auto' | 'light' | 'dark';
export type Scheme = 'light' | 'dark';
export type Theme = ReturnType<typeof createTheme>;

const KEY = 'desk-theme';

export function createTheme() {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const remembered = localStorage.getItem(KEY);
  const choice = observable<ThemeChoice>(remembered === 'light' || remembered === 'dark' ? remembered : 'auto');
  const resolve = (): Scheme => (choice.get() === 'auto' ? (system.matches ? 'dark' : 'light') : choice.get() === 'dark' ? 'dark' : 'light');
  const scheme = observable<Scheme>(resolve());
  const apply = (): void => {
    scheme.set(resolve());
    document.documentElement.style.colorScheme = scheme.get();
  };
  system.addEventListener('change', apply);
  choice.subscribe((next) => {
    localStorage.setItem(KEY, next);
    apply();
  });
  apply();
  return { choice, scheme };
}

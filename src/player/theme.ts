/** Dark or light: as the system has it, until somebody chooses. */
import { element } from '../webview/page/element';

export type Theme = 'dark' | 'light';

export class Themes {
  readonly button = element('button', { type: 'button', class: 'theme' });
  private readonly system = matchMedia('(prefers-color-scheme: dark)');
  private chosen: Theme | undefined;

  constructor(private readonly changed: (theme: Theme) => void) {
    this.system.addEventListener('change', () => this.apply());
    this.button.addEventListener('click', () => {
      this.chosen = this.theme === 'dark' ? 'light' : 'dark';
      this.apply();
    });
    this.apply();
  }

  private get theme(): Theme {
    return this.chosen ?? (this.system.matches ? 'dark' : 'light');
  }

  private apply(): void {
    const { theme } = this;
    document.documentElement.dataset.theme = theme;
    this.button.textContent = theme === 'dark' ? 'Light' : 'Dark';
    this.changed(theme);
  }
}

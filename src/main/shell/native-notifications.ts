import { Notification } from 'electron';
import type { AppPlace } from './deep-link.ts';
import type { NativeNotification } from './notification-routing.ts';

/** Shows notifications of the operating system, where it has them. */
export class NativeNotifications {
  readonly #open: (place: AppPlace | null) => void;
  /** Retained, because a notification that is collected as garbage gets no click. */
  readonly #shown = new Set<Notification>();

  /** `open` is called with what a clicked notification is about; null when that is only the app. */
  constructor(open: (place: AppPlace | null) => void) {
    this.#open = open;
  }

  show({ title, body, place }: NativeNotification): void {
    this.#show(title, body, place);
  }

  /** Says, once, that the app goes on without its window. */
  showTrayHint(): void {
    this.#show(
      'Switchyard goes on in the tray',
      'A run is active. Open the window again from the tray, or by starting Switchyard.',
      null,
    );
  }

  #show(title: string, body: string, place: AppPlace | null): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    this.#shown.add(notification);
    notification.on('click', () => {
      this.#shown.delete(notification);
      this.#open(place);
    });
    notification.on('close', () => this.#shown.delete(notification));
    notification.on('failed', () => this.#shown.delete(notification));
    notification.show();
  }
}

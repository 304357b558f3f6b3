import type { Port } from './port';

/** Two joined ends in one process. Messages are copied as JSON, exactly as on the other carriers, so that nothing is shared by accident. */
export function memoryPorts(): readonly [Port, Port] {
  const [a, b] = [new MemoryPort(), new MemoryPort()];
  a.other = b;
  b.other = a;
  return [a, b];
}

class MemoryPort implements Port {
  other: MemoryPort | undefined;
  #open = true;
  #receive: (message: unknown) => void = () => {};
  #closed: () => void = () => {};

  send(message: unknown): void {
    if (!this.#open) return;
    const text = JSON.stringify(message);
    queueMicrotask(() => this.other?.deliver(text));
  }

  deliver(text: string): void {
    if (this.#open) this.#receive(JSON.parse(text));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#receive = listener;
  }

  onClose(listener: () => void): void {
    this.#closed = listener;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    queueMicrotask(() => {
      this.#closed();
      this.other?.close();
    });
  }
}

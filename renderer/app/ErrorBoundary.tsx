import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../ui/Button';
import styles from './ErrorBoundary.module.css';

type ErrorBoundaryProps = {
  /** What failed, as in “The canvas”. */
  readonly part: string;
  readonly children: ReactNode;
};

/** Keeps one part's bug from taking the window with it. Nothing typed is lost: it lies in the stores, outside the part. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    console.error(`${this.props.part} failed`, error, componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className={styles.failure} role="alert">
        <h2 className={styles.title}>{this.props.part} has stopped working</h2>
        <p>This is a bug in Stepgraph. Your work is stored; showing the part again or reloading the window usually helps.</p>
        <details>
          <summary>What happened</summary>
          <pre className={styles.details}>{error.stack ?? error.message}</pre>
        </details>
        <div className={styles.buttons}>
          <Button variant="primary" onClick={() => this.setState({ error: null })}>
            Show it again
          </Button>
          <Button onClick={() => location.reload()}>Reload the window</Button>
        </div>
      </div>
    );
  }
}

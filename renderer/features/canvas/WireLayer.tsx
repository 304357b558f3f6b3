import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { canvasStore } from './canvasStore';
import styles from './WireLayer.module.css';
import { wirePaths } from './wirePaths';
import type { Wire } from './wires';

/** All wires on one canvas below the cards: zoomed far out, thousands of SVG paths are what makes panning slow. */
export function WireLayer({ wires }: { readonly wires: readonly Wire[] }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();
  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    let paths = wirePaths(wires, canvasStore.getState().nodes);
    let frame = 0;
    const draw = () => {
      frame = 0;
      const { transform, width, height } = flow.getState();
      const ratio = devicePixelRatio;
      if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
        canvas.width = width * ratio;
        canvas.height = height * ratio;
      }
      const [x, y, zoom] = transform;
      context.resetTransform();
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
      context.lineWidth = 1 / zoom;
      // The style sheet names the colours; a canvas can only read them off an element.
      const { color, outlineColor } = getComputedStyle(canvas);
      context.strokeStyle = color;
      context.stroke(paths.ordinary);
      context.strokeStyle = outlineColor;
      context.lineWidth = 2 / zoom;
      context.stroke(paths.upstream);
    };
    const requestDraw = () => {
      frame ||= requestAnimationFrame(draw);
    };
    const stopView = flow.subscribe((state, before) => {
      if (state.transform !== before.transform || state.width !== before.width || state.height !== before.height) requestDraw();
    });
    const stopNodes = canvasStore.subscribe((state, before) => {
      if (state.nodes === before.nodes) return;
      paths = wirePaths(wires, state.nodes);
      requestDraw();
    });
    const theme = new MutationObserver(requestDraw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    draw();
    return () => {
      stopView();
      stopNodes();
      theme.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [flow, wires]);
  return <canvas ref={canvasRef} className={styles.layer} />;
}

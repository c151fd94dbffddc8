/* Inside the frame: tell how high the page is, whenever that changes. Takes no messages from anywhere. */
(() => {
  if (window.parent === window) return;
  let last = 0;
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height !== last) window.parent.postMessage({ lianxinHeight: height }, "*");
    last = height;
  };
  new ResizeObserver(tell).observe(document.body);
  tell();
})();

/* <lianxin-embed src="https://…/embed/letters/" label="最近答复的留言"></lianxin-embed>
   A frame that grows with what is in it. The frame is sandboxed: it reaches neither the page around it nor
   cookies; the page around it reaches nothing inside. Of the messages that come from this very frame one number
   is used, its height, within bounds. Nothing is ever sent into the frame. */
(() => {
  const LEAST = 80;
  const MOST = 4000;

  class LianxinEmbed extends HTMLElement {
    static observedAttributes = ["src", "label"];

    connectedCallback() {
      if (!this.frame) this.build();
      window.addEventListener("message", this);
    }

    disconnectedCallback() {
      window.removeEventListener("message", this);
    }

    attributeChangedCallback() {
      if (this.frame) this.dress();
    }

    build() {
      const root = this.attachShadow({ mode: "closed" });
      this.frame = document.createElement("iframe");
      this.frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
      this.frame.referrerPolicy = "no-referrer";
      this.frame.loading = "lazy";
      this.frame.height = "320";
      const look = new CSSStyleSheet();
      look.replaceSync(":host{display:block}iframe{display:block;width:100%;border:0}");
      root.adoptedStyleSheets = [look];
      this.dress();
      root.append(this.frame);
    }

    dress() {
      this.frame.title = this.getAttribute("label") || "连心桥";
      const wanted = new URL(this.getAttribute("src") || "", document.baseURI);
      const known = /^https?:$/.test(wanted.protocol) && /^\/embed\/[a-z]/.test(wanted.pathname);
      if (known && this.frame.src !== wanted.href) this.frame.src = wanted.href;
    }

    handleEvent(event) {
      if (event.source !== this.frame.contentWindow) return;
      const height = Number(event.data && event.data.lianxinHeight);
      if (Number.isFinite(height) && height > 0) this.frame.height = String(Math.min(MOST, Math.max(LEAST, Math.ceil(height))));
    }
  }

  if (!customElements.get("lianxin-embed")) customElements.define("lianxin-embed", LianxinEmbed);
})();

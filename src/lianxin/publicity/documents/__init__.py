"""公文: any text as .docx and PDF in the layout of GB/T 9704 (DOC-01), and as a poster with a QR code."""

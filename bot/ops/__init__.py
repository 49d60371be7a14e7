"""What whoever runs the bot sees and needs: metrics, logging, redaction, hardening, shutdown."""

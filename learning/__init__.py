"""Learning from feedback: what people say becomes a better version, or a reason why not."""

"""What comes out: JSON lines, the view by period, findings."""

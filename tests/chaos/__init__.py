"""The road to HPMS under every fault at once; docs/chaos.md says what is claimed."""

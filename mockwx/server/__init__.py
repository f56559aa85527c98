"""The wire: WeChat's paths, the control plane beside them, and the real clock."""

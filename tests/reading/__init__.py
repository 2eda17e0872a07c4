"""Tests of `yusuan.reading`: a file for each rule, small papers made on the spot, the samples in every setting."""

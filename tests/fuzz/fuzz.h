/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What a fuzzer is: takes any bytes, returns 0, aborts when something is not as it has to be. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

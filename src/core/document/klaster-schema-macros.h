/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lets a user of klaster-schema.inc that only needs names define TABLE, END_TABLE and COLUMN (T, C). No include guard:
 * it is read once for each use. Those that tell internal tables from others define INTERNAL_TABLE, too. */
#ifndef INTERNAL_TABLE
#define INTERNAL_TABLE(T, n, plural) TABLE (T, n, plural)
#endif
#define TEXT(T, C, n) COLUMN (T, C)
#define NAME(T, C, n) COLUMN (T, C)
#define DATE(T, C, n) COLUMN (T, C)
#define TIME(T, C, n) COLUMN (T, C)
#define INTEGER(T, C, n, min, max) COLUMN (T, C)
#define REAL(T, C, n, min, max) COLUMN (T, C)
#define REAL_REQUIRED(T, C, n, min, max) COLUMN (T, C)
#define BOOLEAN(T, C, n) COLUMN (T, C)
#define TOKEN(T, C, n, tokens) COLUMN (T, C)
#define TOKEN_REQUIRED(T, C, n, tokens) COLUMN (T, C)
#define LIST(T, C, n, tokens) COLUMN (T, C)
#define REFERENCE(T, C, n, target, action) COLUMN (T, C)
#define REFERENCE_REQUIRED(T, C, n, target) COLUMN (T, C)
#define DERIVED_BOOLEAN(T, C, n) COLUMN (T, C)
#define DERIVED_TOKEN(T, C, n, tokens) COLUMN (T, C)

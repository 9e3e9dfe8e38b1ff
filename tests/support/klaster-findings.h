/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-verify.h"

/* What verifying found first, other than attachments whose bytes are not there: random edits have none. NULL: all well. */
static inline const char *
get_first_finding (KlasterVerifyReport *report)
{
  for (guint i = 0; i < report->findings->len; i++)
    {
      KlasterFinding *finding = report->findings->pdata[i];

      if (!g_str_equal (finding->check, "attachments"))
        return finding->text;
    }

  return NULL;
}

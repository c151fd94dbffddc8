"""知识竞赛: rounds of questions, a result that only the person sees."""

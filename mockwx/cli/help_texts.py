"""The help of commands and options in Chinese, and which language ``--help`` speaks."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Mapping

import click

from mockwx.core.text.bilingual import Language, Text

COMMANDS: Mapping[str, str] = {
    "serve": "在本机提供模拟的微信接口。\n\n不给 SCENARIO 时，有小程序 shop 和用户 alice、bob。"
    "第一个 SCENARIO 是默认 world；每个场景也以文件名作为 world，位于 /~名称/ 之下。",
    "exec": "运行 COMMAND，使它对微信域名的 HTTPS 调用到达专为它启动的 mockwx。\n\n退出码和信号原样传递。--via hosts "
    "用于不理会代理的程序（Linux）。MOCKWX_URL 告诉命令 mockwx 在哪里；"
    "若已设置（如在 `mockwx run` 中），则加入那个 mockwx。",
    "env": "打印让某种语言的程序把微信调用引到 --url 处服务器的环境变量。\n\n在 shell 中："
    'eval "$(mockwx env python)"。docker 打印 env 文件；github 打印写入 $GITHUB_ENV 的行。',
    "ca": "打印测试 CA 的证书：运行中的服务器的，或 --ca-dir 里的。\n\n它只为微信域名和本机担保。只交给测试环境。",
    "check": "检查场景文件：一次列出全部问题，形如 文件:行:列。\n\n"
    "SCENARIO 是文件、文件夹或内置场景名。有问题时退出码为 1。",
    "run": "用场景考验后端并给出结论。\n\n"
    "SCENARIO 是文件、文件夹或内置场景名。有失败或全部跳过时退出码为 1，文件有误时为 2。",
    "audit": "逐项检查一个登录后端的常见缺陷，并给出评分。\n\n"
    "发现 --fail-on 及以上级别的问题时退出码为 1，无法判定时为 2。",
    "login": "向运行中的服务器要一个 USER 的新登录 code。",
    "advance": "把运行中服务器的时钟拨快 DURATION，例如 5m1s；打印拨快后的时间。",
    "doctor": "查明后端的调用为什么到不了 --url 处的服务，并说明该怎么做。\n\n"
    "请在后端运行的地方执行：它的 shell、容器或 CI 任务。有问题时退出码为 1。",
    "export": "把运行中服务器的日志写成可重放的场景文件，让一次故障变成测试。",
    "snapshot": "把运行中服务器的 world 所记得的一切写入 FILE，或打印到终端。\n\n其中含有该 world 的全部密钥。",
    "restore": "让运行中服务器的 world 从 FILE 里的快照重新开始。",
    "scenarios": "列出内置场景；给出 NAME 时显示其文件。\n\n`mockwx serve NAME`、`mockwx check NAME` 也接受这些名称。",
    "endpoints": "列出全部接口及其依据和 errcode；给出 API 时只列出它。",
    "errcode": "解释一个 errcode（数字或名称），以及后端该怎么做；不给 CODE 则列出全部。",
    "wx": "打印 wx.js，即 JavaScript 的手机端。\n\n网页从运行中的服务器加载它：`<script "
    'src="http://127.0.0.1:8780/_mockwx/wx.js" data-user="alice">`，便有了 `wx`，其 code 由该服务器签发。'
    "Node 和打包工具使用内容相同的 npm 包 mockwx-wx。",
    "schema": "打印场景文件的 JSON Schema。\n\n场景首行写 `# yaml-language-server: $schema=PATH`，"
    "懂 YAML 的编辑器便会补全和解释；PATH 用 --path 打印的路径，或在服务器运行时用 http://127.0.0.1:8780/_mockwx/schema.json。",
    "openapi": "打印微信接口的 OpenAPI 文档。",
}
"""Each command's own help."""

EPILOGS: Mapping[str, str] = {"-- COMMAND starts the backend as well.": "写上 -- COMMAND，后端也由它启动。"}
"""What stands below the options, by its English."""

OPTIONS: Mapping[str, str] = {
    "0: a free one.": "0 表示任选空闲端口。",
    "A line per call as it comes, with the reason for its answer.": "每次调用打印一行，并说明应答的原因。",
    "A running mockwx that the backend points at; by default MOCKWX_URL's, or one is started.": (
        "后端所指向的、正在运行的 mockwx；默认取 MOCKWX_URL，没有则启动一个。"
    ),
    "A host other than this machine that may be audited; repeatable.": "允许检查的本机以外的主机；可重复。",
    "Address to listen on.": "监听地址。",
    "Also ask for other routes than the file's, such as /dev/login.": "也尝试文件之外的路由，例如 /dev/login。",
    "Findings that are accepted, each with a reason and a last day.": "已接受的问题，每条都有理由和截止日期。",
    "Write one that accepts what is found now.": "写一份接受当前全部问题的基线。",
    "Write SARIF for code scanning: findings at their lines of the backend file.": (
        "写一份供代码扫描的 SARIF，问题标在后端文件的对应行。"
    ),
    "The repository's root folder; by default the current one.": "仓库的根目录；默认为当前目录。",
    "Write a badge with grade and coverage, as SVG.": "写一个含评分和覆盖情况的 SVG 徽章。",
    "Write each finding as a scenario for `mockwx run`.": "把每个问题写成 `mockwx run` 的场景。",
    "With --list: as the documentation's page.": "与 --list 同用：输出文档页面。",
    "Also start COMMAND without each variable of audit.environment.": (
        "还会逐个去掉 audit.environment 中的变量来启动 COMMAND。"
    ),
    "Back doors, secrets, sessions and sealed data only.": "只检查后门、密钥、会话和加密数据。",
    "Exit 1 from which severity on.": "从哪个级别起退出码为 1。",
    "List the checks.": "列出全部检查项。",
    "Only these checks or areas.": "只做这些检查项或领域。",
    "Ten rounds of races in place of three.": "竞态检查做十轮，而不是三轮。",
    "The file that the backend logs to.": "后端的日志文件。",
    "What a check tries, what proves the flaw, and how to mend it.": "某项检查尝试什么、以什么为证据、如何修复。",
    "What the probes choose by chance; by default the backend's own.": "检查中的随机选择；默认由后端决定。",
    "Without these checks or areas.": "不做这些检查项或领域。",
    "Write the report as JSON.": "把报告写成 JSON。",
    "All ready scenarios (see `mockwx scenarios`), before those named.": (
        "先运行全部内置场景（见 `mockwx scenarios`），再运行所列的。"
    ),
    "An app of your own; repeatable.": "你自己的应用；可重复。",
    "Another world, below /~NAME/; repeatable.": "另一个 world，位于 /~NAME/ 之下；可重复。",
    "Begin the default world as the snapshot in FILE.": "默认 world 从 FILE 里的快照开始。",
    "Write the default world to FILE in the end, with its secrets.": "结束时把默认 world 连同其密钥写入 FILE。",
    "As an HTTP archive (HAR 1.2) instead of a scenario.": "写成 HTTP 归档（HAR 1.2），而不是场景。",
    "As JSON.": "输出 JSON。",
    "The backend itself: alice logs in there, and her call is looked for.": (
        "后端本身：alice 在其上登录，再查找她的调用。"
    ),
    "The backend's variables as lines NAME=VALUE, beside those of this shell.": (
        "后端的环境变量文件，每行 NAME=VALUE；与当前 shell 的变量一起检查。"
    ),
    "What the backend uses; by default its variables say.": "后端所用的 appid；默认从其环境变量得知。",
    "Where the backend takes WeChat to be; by default its variables say.": (
        "后端所认为的微信地址；默认从其环境变量得知。"
    ),
    "As the reference page.": "按参考页的格式。",
    "Begin anew when a scenario file changes.": "场景文件变化时重新开始。",
    "By name or appid; the first mini program by default.": "名称或 appid；默认是第一个小程序。",
    "By what other name control calls may ask for this server; .example.com: all below it; repeatable.": (
        "控制接口还可用哪些主机名访问本服务器；.example.com 表示其全部子域；可重复。"
    ),
    "Calls to remember.": "记住多少次调用。",
    "Copy the files into this folder; what is there already is left alone.": "把文件复制到此文件夹；已有的文件不动。",
    "Exit 3 if the command ended well without a call to WeChat.": "命令正常结束却没有调用微信时，退出码为 3。",
    "Hosts other than WeChat's that may be reached.": "允许访问的微信以外的主机。",
    "How long COMMAND may take until it answers; by default 2m.": "等待 COMMAND 开始应答的最长时间；默认 2m。",
    "Keep the test CA in this folder.": "测试 CA 保存在此文件夹。",
    "Keep what WeChat was asked in this file, a line of JSON per call, secrets masked.": (
        "把对微信的调用写入此文件，每次一行 JSON，密钥已遮盖。"
    ),
    "Keep worlds in Redis, shared by many servers.": "把 world 存在 Redis 里，供多个服务器共享。",
    "Lead COMMAND's calls of WeChat's own hosts here, as `mockwx exec` does; alone it means proxy.": (
        "像 `mockwx exec` 那样把 COMMAND 对微信域名的调用引到这里；单独写时即 proxy。"
    ),
    "Log in once well and once with a bad code, and show both answers.": (
        "各用一个好 code 和坏 code 登录一次，显示两次应答。"
    ),
    "No line per call.": "不为每次调用打印一行。",
    "End when standard input does, as with the program that holds it.": "标准输入结束时退出，例如启动它的程序退出时。",
    "No summary at the end.": "结束时不打印小结。",
    "Of mockwx; by default a free one.": "mockwx 的端口；默认任选空闲端口。",
    "Of the report; by default that of the locale, and both where it is neither Chinese nor English.": (
        "报告的语言；默认按系统语言，既非中文也非英文时两种都写。"
    ),
    "Of the started one.": "所启动的 mockwx 的端口。",
    "One of the server's worlds.": "服务器上的某个 world。",
    "Print where the installed schema file lies instead.": "改为打印已安装的 schema 文件的路径。",
    "Seen at an address of this machine (hosts), or as a proxy.": "以本机地址出现（hosts），或作为代理（proxy）。",
    "So many processes on the port; needs --redis.": "同一端口上的进程数；需要 --redis。",
    "Take any appid with any secret; the last 10000 are kept.": "接受任何 appid 和任何 secret；最多记住 10000 个。",
    "The CA of this folder, made if new.": "此文件夹里的 CA；没有则新建。",
    "The backend under test; its file says how it does a login.": "被测后端；其文件说明它怎样登录。",
    "What control calls must bring; made up where other machines can connect.": (
        "控制接口须携带的令牌；其他机器能连上时会自动生成。"
    ),
    "Where else than to this machine callbacks may be delivered; repeatable.": "除本机外，回调还可以送往哪里；可重复。",
    "Where pages' requests to a host go: https://example.com=http://127.0.0.1:8000; repeatable.": (
        "网页发往某主机的请求转到哪里：https://example.com=http://127.0.0.1:8000；可重复。"
    ),
    "Where the CA and what refers to it are written.": "CA 及引用它的文件写到哪里。",
    "Where the running mockwx asks for one.": "运行中的 mockwx 要求时所用的令牌。",
    "Where the server asks for one.": "服务器要求时所用的令牌。",
    "Which server.": "哪个服务器。",
    "With --redis: begin the worlds anew instead of joining those there.": (
        "与 --redis 同用：重新开始各 world，而不是加入已有的。"
    ),
    "Write a JUnit XML report.": "写一份 JUnit XML 报告。",
    "Write a backend file to begin with: mockwx run --init [FILE].": (
        "写一个起步用的后端文件：mockwx run --init [FILE]。"
    ),
    "Write a report for people, one page.": "写一份给人看的报告，单个网页。",
    "Write here instead of to the terminal.": "写到这里，而不是终端。",
    "Show this message and exit.": "显示这段说明并退出。",
    "Show the version and exit.": "显示版本并退出。",
    "Written with the URL once it serves.": "开始服务后把 URL 写入此文件。",
}
"""Options' help by their English text, so that none can be changed in one language alone."""


def helped(command: click.Command, name: str, language: Language) -> click.Command:
    """The same command whose help is in ``language``, and names the environment variables that it heeds."""
    translated = copy.copy(command)
    translated.help = _in_language(inspect.cleandoc(command.help or ""), COMMANDS.get(name), "\n\n", language)
    translated.epilog = _in_language(command.epilog or "", EPILOGS.get(command.epilog or ""), " ", language)
    translated.params = [parameter_in(language, parameter) for parameter in command.params]
    return translated


def short(name: str, english: str, language: Language) -> str:
    """A command's line in the list of all."""
    return _in_language(english, COMMANDS[name].partition("\n")[0], " ", language)


def parameter_in(language: Language, parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    translated = copy.copy(parameter)
    translated.show_envvar = parameter.envvar is not None
    translated.help = _in_language(parameter.help or "", OPTIONS.get(parameter.help or ""), " ", language)
    return translated


def _in_language(en: str, zh: str | None, between: str, language: Language) -> str:
    if zh is None:
        return en
    return f"{en}{between}{zh}" if language == "both" else Text(en, zh).told(language)

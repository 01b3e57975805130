using WeChatActors.Cli;

return await CommandLine.Run(args, Surroundings.OfProcess());
